namespace Adilas.LocalCluster;

/// <summary>Where an S3 service is and how to sign in to it.</summary>
public sealed record S3Access(string ServiceUrl, string AccessKey, string SecretKey, string Region)
{
    /// <summary>Without the keys.</summary>
    public override string ToString() => $"S3 at {ServiceUrl}";
}
