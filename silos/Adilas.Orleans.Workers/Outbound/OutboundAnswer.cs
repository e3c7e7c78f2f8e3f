using System.Net;

namespace Adilas.Jobs.Outbound;

/// <summary>What is kept of an answer.</summary>
/// <param name="Body"><c>null</c> when there was none, or none that is text.</param>
/// <param name="Truncated">Whether more came, or would have come, than is kept.</param>
internal sealed record OutboundAnswer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string? Body, bool Truncated);
