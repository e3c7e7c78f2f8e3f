namespace Adilas.LocalCluster;

/// <summary>One line of <c>cluster.json</c>: a process that runs now.</summary>
/// <param name="Role"><c>silo</c>, <c>web</c>, <c>balancer</c>, <c>mysql</c>, <c>redis</c> or <c>s3</c>.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="Url">Where it answers; for silos and web hosts the address of <c>/health/ready</c> and <c>/metrics</c>.</param>
public sealed record ClusterProcess(string Role, int Pid, string Url);
