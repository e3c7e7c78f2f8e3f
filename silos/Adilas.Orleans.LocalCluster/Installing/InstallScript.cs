namespace Adilas.LocalCluster;

/// <summary>
/// Installs packages as root and keeps the system's own services out of it. Debian starts a package's service after unpacking
/// unless <c>/usr/sbin/policy-rc.d</c> answers 101. Ours does so only while this script runs, even if the script is killed.
/// </summary>
internal static class InstallScript
{
    public const string Text = """
        set -euo pipefail
        policy=/usr/sbin/policy-rc.d
        saved=$policy.before-adilas
        put_back() { if [ -e "$saved" ]; then mv -f "$saved" "$policy"; else rm -f "$policy"; fi; }
        if [ -e "$policy" ] && grep -q 'only while adilas installs' "$policy"; then put_back; fi
        answer=0
        if [ -e "$policy" ]; then "$policy" any-service start > /dev/null 2>&1 || answer=$?; fi
        if [ "$answer" -ne 101 ]; then
          if [ -e "$policy" ]; then cp -a "$policy" "$saved"; fi
          printf '#!/bin/sh\n# only while adilas installs\nkill -0 %s 2>/dev/null && exit 101\n[ ! -x %s ] || exec %s "$@"\n' \
            "$$" "$saved" "$saved" > "$policy.next"
          chmod 755 "$policy.next"
          mv -f "$policy.next" "$policy"
          trap put_back EXIT
        fi
        export DEBIAN_FRONTEND=noninteractive
        apt-get -o DPkg::Lock::Timeout=300 update
        apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
        """;
}
