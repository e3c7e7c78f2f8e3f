namespace Adilas.Access;

/// <summary>What Orleans' generated requests derive from for a method that answers with a value; see <see cref="AllowAttribute"/>.</summary>
[GenerateSerializer, Alias("adilas.SealedRequest`1")]
public abstract class SealedRequest<TResult> : TaskRequest<TResult>, ISealedRequest
{
    [Id(0)]
    public string? Seal { get; set; }
}
