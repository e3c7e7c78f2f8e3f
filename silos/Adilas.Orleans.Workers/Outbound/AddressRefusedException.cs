namespace Adilas.Jobs.Outbound;

/// <summary>A name stands for no address that jobs may connect to.</summary>
internal sealed class AddressRefusedException(string host) : Exception($"{host} is not a public address.")
{
    public string Host => host;
}
