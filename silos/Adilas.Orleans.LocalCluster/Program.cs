using Adilas.LocalCluster;

return args switch
{
    ["balancer", .. var addresses] => await BalancerCommand.Run(addresses),
    ["stores"] => await StoresCommand.Run(),
    _ => await ClusterCommand.Run(args),
};
