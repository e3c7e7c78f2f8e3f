using System.Text.Json;
using Adilas.Objects;

namespace Adilas.Provisioning;

/// <summary>Gives the corporation a place for files: <c>"shape": "shared"</c> (a prefix in the stack's bucket) or <c>"own"</c>.</summary>
internal sealed class BucketStep(ICorporationBuckets buckets) : IProvisioningStep
{
    public string Type => "bucket";

    public string? Problem(JsonElement options) => StepOptions.ShapeProblem<BucketShape>(options);

    public async Task<IReadOnlyDictionary<string, string>> Do(StepContext context, CancellationToken cancellationToken)
    {
        var shape = StepOptions.ReadShape<BucketShape>(context.Options)!.Value;
        var placed = await buckets.Place(context.Corporation, context.Stack, shape, cancellationToken);
        return new Dictionary<string, string> { ["bucket"] = placed.Bucket.Value, ["prefix"] = placed.Prefix };
    }

    public Task Undo(StepContext context, CancellationToken cancellationToken) => buckets.Drop(context.Corporation, cancellationToken);
}
