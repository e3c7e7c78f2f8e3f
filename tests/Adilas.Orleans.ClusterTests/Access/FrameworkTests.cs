using System.Reflection;
using Adilas.Refusals;

namespace Adilas.Access;

public sealed class FrameworkTests(ClusterFixture cluster)
{
    private static readonly string[] Bases =
    [
        "Orleans.IGrain", "Orleans.IGrainObserver", "Orleans.IGrainWithGuidCompoundKey", "Orleans.IGrainWithGuidKey",
        "Orleans.IGrainWithIntegerCompoundKey", "Orleans.IGrainWithIntegerKey", "Orleans.IGrainWithStringKey", "Orleans.ISystemTarget",
        "Orleans.Runtime.IAddressable", "Orleans.Runtime.IGrainExtension", "Orleans.Services.IGrainService",
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_interface_of_the_framework_is_classified()
    {
        // The test host brings alpha packages that no silo of ours loads.
        string[] foreign = ["TestingHost", "DurableJobs", "Journaling"];
        var assemblies = Directory.GetFiles(AppContext.BaseDirectory, "Orleans.*.dll")
            .Where(file => !foreign.Any(name => file.Contains(name, StringComparison.Ordinal)));
        var interfaces = assemblies.Select(Assembly.LoadFrom).SelectMany(Types)
            .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable)))
            .SelectMany(type => type.GetInterfaces().Where(inherited => inherited.GetMethods().Length > 0).Prepend(type))
            .Select(type => type.FullName!).Distinct().Except(Bases).ToArray();

        Assert.True(interfaces.Length > 30, $"only {interfaces.Length} found: the search is broken");
        Assert.DoesNotContain(interfaces, name => !FrameworkTable.Interfaces.ContainsKey(name) && !FrameworkTable.Refused.Contains(name));
    }

    [Fact]
    public async Task The_management_grain_serves_operators_alone()
    {
        var management = cluster.Grains.GetGrain<IManagementGrain>(0);

        RequestContext.Clear();
        Assert.Equal("seal-missing", (await Assert.ThrowsAsync<RefusedException>(() => management.GetHosts(onlyActive: false, Cancelled))).Code);
        ClusterFixture.As(new(CallerKind.Person, "u1", null, ClusterFixture.NewCorporation(), PermissionSet.All));
        Assert.Equal("operators-only", (await Assert.ThrowsAsync<RefusedException>(() => management.GetHosts(onlyActive: false, Cancelled))).Code);
        ClusterFixture.AsOperator();
        Assert.Equal(2, (await management.GetHosts(onlyActive: true, Cancelled)).Count);
    }

    [Fact]
    public async Task A_client_cannot_reach_what_silos_keep_to_themselves()
    {
        ClusterFixture.AsOperator();
        var grain = cluster.Grains.GetGrain<Stacks.IStackDirectoryGrain>("~stacks").Cast<Orleans.Core.Internal.IGrainManagementExtension>();

        Assert.Equal("framework-only", (await Assert.ThrowsAsync<RefusedException>(async () => await grain.DeactivateOnIdle(Cancelled))).Code);
    }

    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partly)
        {
            return partly.Types.OfType<Type>();
        }
    }
}
