namespace Adilas.Access;

/// <summary>What Orleans' generated requests derive from for a method that answers with nothing; see <see cref="AllowAttribute"/>.</summary>
[GenerateSerializer, Alias("adilas.SealedRequest")]
public abstract class SealedRequest : TaskRequest, ISealedRequest
{
    [Id(0)]
    public string? Seal { get; set; }
}
