namespace Adilas.Stacks;

/// <summary>The only place that turns a <see cref="StackId"/> into a grain key.</summary>
public static class StackGrainFactory
{
    public const string Prefix = "~stack/";

    public static IStackGrain Stack(this IGrainFactory grains, StackId id) => grains.GetGrain<IStackGrain>(Prefix + id.Value);

    public static IStackDirectoryGrain StackDirectory(this IGrainFactory grains) => grains.GetGrain<IStackDirectoryGrain>("~stacks");
}
