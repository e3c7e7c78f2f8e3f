using System.Reflection;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.Settings.Drafts;

namespace Adilas.Settings;

/// <summary>A write of a layer as a request says it: on which version, under which idempotency key, and whether only to see what would change.</summary>
internal sealed class SettingsWrite
{
    private readonly HttpContext context;
    private readonly bool isDryRun;
    private readonly Precondition precondition;
    private readonly Operation operation;
    private readonly SettingsService settings;
    private readonly SettingsDraftService drafts;
    private readonly SettingsReach reach;
    private readonly ProfileService profiles;

    private SettingsWrite(HttpContext context, Operation operation)
    {
        (this.context, this.operation) = (context, operation);
        isDryRun = new Query(context.Request.Query).Flag(QueryParameter.DryRun);
        precondition = Precondition.Parse(context.Request.Headers.IfMatch, context.Request.Headers.IfNoneMatch);
        settings = context.RequestServices.GetRequiredService<SettingsService>();
        drafts = context.RequestServices.GetRequiredService<SettingsDraftService>();
        reach = context.RequestServices.GetRequiredService<SettingsReach>();
        profiles = context.RequestServices.GetRequiredService<ProfileService>();
    }

    public static async ValueTask<SettingsWrite?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(context, (await Operation.BindAsync(context, parameter))!);

    /// <param name="effectiveAt">When it shall be made; <c>null</c>: now.</param>
    public async Task<IResult> Edit(ProfileScope scope, SettingsEdit edit, DateTimeOffset? effectiveAt, CancellationToken aborted)
    {
        if (isDryRun) return await Show(scope, await settings.Preview(scope, edit, precondition, aborted), aborted);
        if (effectiveAt is null) return await Show(scope, await settings.Edit(scope, edit, precondition, operation.Key, aborted), aborted);

        var draft = await drafts.Make(scope, new SettingsDraftOrder(edit, effectiveAt, IsScheduled: true), precondition, operation.Key, aborted);
        context.SetVersion(draft.Version);
        return TypedResults.Accepted(
            SettingsDraftEndpoints.Address(draft), SettingsDraftView.Of(draft) with { Unused = await settings.FindUnused(scope, aborted) });
    }

    public async Task<IResult> Restore(ProfileScope scope, long version, string? reason, CancellationToken aborted) => isDryRun
        ? await Show(scope, await settings.PreviewRestore(scope, version, precondition, aborted), aborted)
        : await Show(scope, await settings.Restore(scope, version, reason, precondition, operation.Key, aborted), aborted);

    private async Task<IResult> Show(ProfileScope scope, SettingsPreview preview, CancellationToken aborted)
    {
        var changes = await profiles.Changes(scope, preview, aborted);
        var corporations = await reach.Of(scope, aborted);
        return TypedResults.Ok(new SettingsPreviewView(
            [.. changes.Select(ValueChangeView.Of)], corporations, preview.NeedsApproval, await settings.FindUnused(scope, aborted)));
    }

    private async Task<IResult> Show(ProfileScope scope, SettingsLayer written, CancellationToken aborted)
    {
        context.SetVersion(written.Version);
        return TypedResults.Ok(new SettingsToken(written.Token, await settings.FindUnused(scope, aborted)));
    }
}
