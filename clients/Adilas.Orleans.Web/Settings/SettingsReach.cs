using Adilas.Access;
using Adilas.Corporations;
using Adilas.Paging;
using Adilas.Refusals;
using Adilas.Stacks;

namespace Adilas.Settings;

/// <summary>Counts the corporations that a layer reaches, for whoever is about to change it.</summary>
internal sealed class SettingsReach(IGrainFactory grains, Boundary boundary)
{
    /// <summary>An industry is counted page by page, and not without end.</summary>
    private const int MaxPages = 25;

    /// <summary><c>null</c> when the caller may not know it, or the corporations are too many to count here.</summary>
    public async Task<long?> Of(ProfileScope scope, CancellationToken cancellationToken)
    {
        if (boundary.Own is not null) return 1;
        try
        {
            return scope.Text.Split(':') switch
            {
                ["system"] => (await grains.StackDirectory().List(cancellationToken)).Sum(stack => stack.Corporations),
                ["stack", var stack] => (await grains.Stack(StackId.Parse(stack)).Find(cancellationToken))?.Corporations ?? 0,
                ["industry", var industry] => await InIndustry(industry, cancellationToken),
                ["corporation" or "role" or "user", ..] => 1,

                // No corporation names a theme or a plan yet, and a person's own layer lies outside any.
                _ => 0,
            };
        }
        catch (RefusedException refused) when (refused.Refusal is Refusal.Forbidden)
        {
            return null;
        }
    }

    private async Task<long?> InIndustry(string industry, CancellationToken cancellationToken)
    {
        long count = 0;
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var found = await grains.CorporationDirectory().Search(
                new CorporationQuery(Industry: industry, Cursor: cursor, Limit: PageLimit.Max), cancellationToken);
            count += found.Items.Length;
            if ((cursor = found.Next) is null) return count;
        }

        return null;
    }
}
