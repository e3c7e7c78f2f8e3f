using System.Globalization;
using Adilas.Corporations;
using Adilas.Http;

namespace Adilas.Jobs;

/// <summary>Names one attempt that a worker outside has, as <c>{corporation}.{job}.{attempt}</c>. No secret: the worker's key is.</summary>
internal sealed record LeaseToken(CorporationId Corporation, JobId Job, int Attempt)
{
    /// <exception cref="HttpProblem">400.</exception>
    public static LeaseToken Parse(string text) =>
        text.Split('.') is [var corporation, var job, var attempt]
        && CorporationId.TryParse(corporation, out var owner) && JobId.TryParse(job, out var id)
        && int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new LeaseToken(owner, id, number)
            : throw HttpProblem.Invalid("id-malformed", "'token' must be a token as the lease gave it.", "token");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Corporation}.{Job}.{Attempt}");
}
