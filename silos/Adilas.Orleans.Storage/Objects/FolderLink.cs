namespace Adilas.Objects;

/// <summary>What the holder of a link may do.</summary>
/// <param name="Method"><c>GET</c> or <c>PUT</c>.</param>
/// <param name="Address">With this object alone.</param>
/// <param name="ContentType">For <c>PUT</c>: the type it stores.</param>
/// <param name="Sha256">For <c>PUT</c>: the hash that the content must have.</param>
internal sealed record FolderLink(string Method, ObjectAddress Address, string? ContentType = null, string? Sha256 = null);
