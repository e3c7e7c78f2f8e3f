using System.Reflection;
using Adilas.Refusals;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Access;

[Collection(Refused.Collection)]
public sealed class FrameworkTests(ClusterFixture cluster)
{
    private static readonly string[] Bases =
    [
        "Orleans.IGrain", "Orleans.IGrainObserver", "Orleans.IGrainWithGuidCompoundKey", "Orleans.IGrainWithGuidKey",
        "Orleans.IGrainWithIntegerCompoundKey", "Orleans.IGrainWithIntegerKey", "Orleans.IGrainWithStringKey", "Orleans.ISystemTarget",
        "Orleans.Runtime.IAddressable", "Orleans.Runtime.IGrainExtension", "Orleans.Services.IGrainService",
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static GrainId Client { get; } = GrainId.Create("sys.client", "outside");

    private static GrainId HostedClient { get; } = GrainId.Create("sys.client", "hosted-127.0.0.1:11111@1");

    private static GrainId Grain { get; } = GrainId.Create("corporation", "acme");

    public static TheoryData<string> Classified => [.. FrameworkTable.Interfaces.Keys, .. FrameworkTable.Refused];

    [Fact]
    public void Every_interface_of_the_framework_is_classified()
    {
        var interfaces = Contracts().Select(type => type.FullName!).ToArray();

        Assert.True(interfaces.Length > 30, $"only {interfaces.Length} found: the search is broken");
        Assert.DoesNotContain(interfaces, name => !FrameworkTable.Interfaces.ContainsKey(name) && !FrameworkTable.Refused.Contains(name));
    }

    /// <summary>Many of them cannot be called from outside at all, so the gate itself is asked.</summary>
    [Theory, MemberData(nameof(Classified))]
    public async Task Each_is_open_to_those_alone_for_whom_it_is_listed(string name)
    {
        var contract = Contracts().Single(type => type.FullName == name);
        var isOpen = FrameworkTable.Interfaces.TryGetValue(name, out var traffic);
        var member = new CallerContext(CallerKind.Person, "u1", null, ClusterFixture.NewCorporation(), PermissionSet.All);
        foreach (var method in contract.GetMethods().Where(method => !method.IsStatic))
        {
            foreach (var source in new[] { Client, HostedClient, Grain })
            {
                Assert.Equal(Expected(source, null), await Ask(method, source, null));
                Assert.Equal(Expected(source, member), await Ask(method, source, member));
                Assert.Equal(Expected(source, ClusterFixture.Operator), await Ask(method, source, ClusterFixture.Operator));
            }
        }

        string Expected(GrainId source, CallerContext? caller)
        {
            // What is not listed is taken for a call of ours, and carries no seal where ours do.
            if (!isOpen) return "seal-missing";
            return traffic switch
            {
                FrameworkTraffic.Anyone => "let in",
                FrameworkTraffic.Silos => source == Client ? "framework-only" : "let in",
                FrameworkTraffic.Operators => IsFromSilo(source, caller) || caller == ClusterFixture.Operator ? "let in"
                    : caller is null ? "seal-missing" : "operators-only",
            };
        }

        // What a page asks in a silo's own process comes through the silo's client, under the seal of whoever asks.
        static bool IsFromSilo(GrainId source, CallerContext? caller) => source == Grain || (source == HostedClient && caller is null);
    }

    [Fact]
    public async Task The_management_grain_serves_operators_alone()
    {
        var management = cluster.Grains.GetGrain<IManagementGrain>(0);

        RequestContext.Clear();
        Assert.Equal("seal-missing", (await Assert.ThrowsAsync<RefusedException>(() => management.GetHosts(onlyActive: false, Cancelled))).Code);
        ClusterFixture.As(new(CallerKind.Person, "u1", null, ClusterFixture.NewCorporation(), PermissionSet.All));
        Assert.Equal("operators-only", (await Assert.ThrowsAsync<RefusedException>(() => management.GetHosts(onlyActive: false, Cancelled))).Code);
        ClusterFixture.AsOperator();
        Assert.Equal(2, (await management.GetHosts(onlyActive: true, Cancelled)).Count);
    }

    [Fact]
    public async Task A_client_cannot_reach_what_silos_keep_to_themselves()
    {
        ClusterFixture.AsOperator();
        var grain = cluster.Grains.GetGrain<Stacks.IStackDirectoryGrain>("~stacks").Cast<Orleans.Core.Internal.IGrainManagementExtension>();

        Assert.Equal("framework-only", (await Assert.ThrowsAsync<RefusedException>(async () => await grain.DeactivateOnIdle(Cancelled))).Code);
    }

    private async Task<string> Ask(MethodInfo method, GrainId source, CallerContext? caller)
    {
        RequestContext.Clear();
        if (caller is not null) ClusterFixture.As(caller);
        var call = new PretendCall(method, source);
        try
        {
            await cluster.Services(0).GetRequiredService<GateFilter>().Invoke(call);
        }
        catch (RefusedException refused)
        {
            Assert.False(call.IsLetIn);
            return refused.Code;
        }

        return call.IsLetIn ? "let in" : "neither let in nor refused";
    }

    private static IEnumerable<Type> Contracts()
    {
        // The test host brings alpha packages that no silo of ours loads.
        string[] foreign = ["TestingHost", "DurableJobs", "Journaling"];
        var assemblies = Directory.GetFiles(AppContext.BaseDirectory, "Orleans.*.dll")
            .Where(file => !foreign.Any(name => file.Contains(name, StringComparison.Ordinal)));
        return assemblies.Select(Assembly.LoadFrom).SelectMany(Types)
            .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable)))
            .SelectMany(type => type.GetInterfaces().Where(inherited => inherited.GetMethods().Length > 0).Prepend(type))
            .Distinct().Where(type => !Bases.Contains(type.FullName));
    }

    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partly)
        {
            return partly.Types.OfType<Type>();
        }
    }
}
