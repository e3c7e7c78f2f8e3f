using System.Buffers.Text;
using System.Reflection;
using System.Security.Cryptography;
using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Access;

/// <summary>Calls every method of the contract as everybody: only the right caller comes in.</summary>
[Collection(Refused.Collection)]
public sealed class GateMatrixTests(ClusterFixture cluster)
{
    private static readonly CorporationId Acme = CorporationId.Parse("matrix-acme");
    private static readonly CorporationId Other = CorporationId.Parse("matrix-acme-2");

    private static IEnumerable<(Type Contract, MethodInfo Method)> Methods =>
        from contract in typeof(ICorporationGrain).Assembly.GetExportedTypes()
        where contract.IsInterface && contract.IsAssignableTo(typeof(IGrain))
        from method in contract.GetMethods()
        where !method.IsStatic
        select (contract, method);

    [Fact]
    public async Task Only_the_right_caller_comes_in()
    {
        await cluster.Register(Acme);
        var (calls, entered, rightful, faults) = (0, 0, 0, new List<string>());
        foreach (var (contract, method) in Methods)
        {
            foreach (var (name, seal, isRight) in Cases(contract, method))
            {
                var wasLetIn = await IsLetIn(contract, method, seal);
                calls++;
                if (isRight) rightful++;
                if (wasLetIn) entered++;
                if (wasLetIn != isRight) faults.Add($"{contract.Name}.{method.Name} as {name}: {(wasLetIn ? "let in" : "refused")}");
            }
        }

        Console.WriteLine($"Gate matrix: {Methods.Count()} methods, {calls} calls, {entered} let in, {calls - entered} refused.");
        Assert.Empty(faults);
        Assert.Equal(rightful, entered);
        Assert.True(rightful > Methods.Count(), "no method was called by a person of the corporation");
    }

    private static IEnumerable<(string Name, string? Seal, bool IsRight)> Cases(Type contract, MethodInfo method)
    {
        var rule = MethodRule.Of(method);
        var right = Right(rule, contract);
        var (ring, keys) = right.Kind is CallerKind.System ? (SealRing.Silo, ClusterFixture.SiloRing) : (SealRing.Web, ClusterFixture.WebRing);
        var now = DateTimeOffset.UtcNow;
        var soon = now.AddSeconds(4);

        // Some methods are for one kind of grain to call, whoever asked it.
        var mayCome = rule.Through is null;
        yield return ("the right caller", Seal.Sign(right, soon, ring, keys), mayCome);
        if (right.Kind is CallerKind.Machine)
        {
            var person = new CallerContext(CallerKind.Person, "u1", null, Acme, right.Permissions);
            yield return ("a person of the corporation", Seal.Sign(person, soon, ring, keys), mayCome);
        }

        yield return ("nobody", null, false);
        yield return ("garbage", "AQEAAAAA", false);
        yield return ("the right caller, expired", Seal.Sign(right, now.AddSeconds(-2), ring, keys), false);
        yield return ("the right caller for an hour", Seal.Sign(right, now.AddHours(1), ring, keys), false);
        yield return ("the right caller, forged", Seal.Sign(right, soon, ring, new SealKeyRing([Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))])), false);
        yield return ("a system actor signed by a web key", SystemByWebKey(soon), false);
        if (rule.Caller is Caller.Public) yield break;

        yield return ("a stranger", Sign(CallerContext.Anonymous), false);
        yield return ("another corporation's member with every permission", Sign(new(CallerKind.Person, "u9", null, Other, PermissionSet.All)), false);
        yield return ("another corporation's key with every scope", Sign(new(CallerKind.Machine, "key:x", null, Other, PermissionSet.All)), false);
        yield return ("a member without permissions", Sign(new(CallerKind.Person, "u9", null, Acme)), false);
        if (rule.Permission is { } needed)
        {
            var rest = new PermissionSet(PermissionSet.All.Bits & ~PermissionSet.Of(needed).Bits);
            yield return ("an operator with every other permission", Sign(ClusterFixture.Operator with { Permissions = rest }), false);
            yield return ("a key with every other scope", Sign(new(CallerKind.Machine, "key:x", null, Acme, rest)), false);
        }

        if (rule.Caller is Caller.Operator or Caller.System)
            yield return ("a member with every permission", Sign(new(CallerKind.Person, "u9", null, Acme, PermissionSet.All)), false);
        if (rule.Caller is Caller.System) yield return ("an operator with every permission", Sign(ClusterFixture.Operator), false);
        if (rule.Subject is Subject.Corporation)
        {
            var stray = new CallerContext(CallerKind.System, SystemActors.Provisioning, null, Other);
            yield return ("a system actor of another corporation", Seal.Sign(stray, soon, SealRing.Silo, ClusterFixture.SiloRing), false);
        }

        string Sign(CallerContext caller) => Seal.Sign(caller, soon, SealRing.Web, ClusterFixture.WebRing);
    }

    private static CallerContext Right(MethodRule rule, Type contract)
    {
        var needed = rule.Permission is { } permission ? PermissionSet.Of(permission) : PermissionSet.None;
        return rule.Caller switch
        {
            Caller.Public => CallerContext.Anonymous,
            Caller.SignedIn => new(CallerKind.Person, "u1"),
            Caller.Member when KeyOf(contract)[0] == '~' => new(CallerKind.Operator, "op", Permissions: needed),
            Caller.Member => new(CallerKind.Machine, "key:k1", null, Acme, needed),
            Caller.Operator => new(CallerKind.Operator, "op", Permissions: needed),
            Caller.System => new(CallerKind.System, SystemActors.Provisioning, Corporation: Acme),
        };
    }

    private static string KeyOf(Type contract) => contract.GetCustomAttribute<SubjectAttribute>()!.Subject switch
    {
        Subject.Corporation or Subject.Owner => Acme.Value,
        Subject.Self => "~user/u1",
        Subject.Platform => "~matrix",
    };

    /// <summary>What a stolen web key could make: a well-signed seal of the web ring that claims to be a system actor.</summary>
    private static string SystemByWebKey(DateTimeOffset expiresAt)
    {
        var person = new CallerContext(CallerKind.Person, SystemActors.Provisioning, null, Acme, PermissionSet.All);
        var bytes = Base64Url.DecodeFromChars(Seal.Sign(person, expiresAt, SealRing.Web, ClusterFixture.WebRing));
        bytes[3] = (byte)CallerKind.System;
        var body = bytes.AsSpan(0, bytes.Length - 16);
        HMACSHA256.HashData(Convert.FromBase64String(ClusterFixture.WebKey), body).AsSpan(0, 16).CopyTo(bytes.AsSpan(body.Length));
        return Base64Url.EncodeToString(bytes);
    }

    private async Task<bool> IsLetIn(Type contract, MethodInfo method, string? seal)
    {
        var probe = Guid.NewGuid().ToString();
        RequestContext.Clear();
        RequestContext.Set(Probe.Header, probe);
        if (seal is not null) RequestContext.Set(Seal.Header, seal);
        var arguments = method.GetParameters().Select(parameter => parameter.ParameterType.IsValueType
            ? Activator.CreateInstance(parameter.ParameterType)
            : null).ToArray();
        try
        {
            await (Task)method.Invoke(cluster.Grains.GetGrain(contract, KeyOf(contract)), arguments)!;
        }
        catch (RefusedException refused)
        {
            Assert.Equal(Refusal.Forbidden, refused.Refusal);
        }

        // A one-way call answers nobody: the filters around the gate tell.
        return await ClusterFixture.Until(
            () => Task.FromResult((Passed: Probe.Passed.ContainsKey(probe), Refused: Witness.Refused.ContainsKey(probe))),
            seen => seen.Passed || seen.Refused,
            $"{contract.Name}.{method.Name}") is { Passed: true };
    }
}
