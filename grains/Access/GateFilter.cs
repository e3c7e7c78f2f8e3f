using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Access;

/// <summary>
/// The one door of a silo: before a grain runs it proves the caller, holds the call against the method's rule and the corporation's mode, refuses or
/// lets it in, and names actor and action for the journal. It translates no exceptions: Orleans drops a broken activation only when
/// the exception that says so leaves the filters.
/// </summary>
internal sealed class GateFilter(SealBook seals, FactsReplica facts, IOperationLog operations, RefusalRecorder refusals)
    : IIncomingGrainCallFilter
{
    private const string PermissionMissing = "permission-missing";

    private readonly ConcurrentDictionary<Type, MethodRule> rules = new();

    public Task Invoke(IIncomingGrainCallContext context)
    {
        var rule = rules.GetOrAdd(context.Request.GetType(), static (_, call) => MethodRule.Of(call.InterfaceMethod), context);
        return rule.Framework is { } traffic ? InvokeFramework(context, rule, traffic) : InvokeOurs(context, rule);
    }

    private Task InvokeFramework(IIncomingGrainCallContext context, MethodRule rule, FrameworkTraffic traffic)
    {
        if (traffic is not FrameworkTraffic.Anyone && !IsFromSilo(context, traffic))
        {
            if (traffic is FrameworkTraffic.Silos) throw Refuse(context, rule, CallerContext.Anonymous, "framework-only");
            var caller = Open(context, rule, RequestContext.Get(Seal.Header) as string).Caller;
            if (caller.Kind is not CallerKind.Operator) throw Refuse(context, rule, caller, "operators-only");
        }

        return context.Invoke();
    }

    /// <summary>
    /// Whether a silo speaks for itself: one of its grains or system targets, or the client that every silo holds of itself. What a page asks in
    /// a silo's own process comes through that client, too, but bears the seal of whoever asks.
    /// </summary>
    private static bool IsFromSilo(IIncomingGrainCallContext context, FrameworkTraffic traffic)
    {
        if (context.SourceId is not { } source || !source.Type.IsClient()) return true;
        if (!source.Key.AsSpan().StartsWith("hosted-"u8)) return false;
        return traffic is FrameworkTraffic.Silos || RequestContext.Get(Seal.Header) is null;
    }

    private async Task InvokeOurs(IIncomingGrainCallContext context, MethodRule rule)
    {
        var seal = Open(context, rule, (context.Request as ISealedRequest)?.Seal);
        var key = context.TargetId.Key.ToString()!;
        if (Objection(rule, seal.Caller, key) is { } objection) throw Refuse(context, rule, seal.Caller, objection);
        if (rule.Through is { } way && context.SourceId?.Type.ToString() != way) throw Refuse(context, rule, seal.Caller, "not-through");
        var modes = rule.ModesFor(seal.Caller);
        if (modes != Modes.Any && !OwnerKey.IsPlatform(key)) await CheckMode(context, rule, modes, seal.Caller, key);

        // The operation id is for this call alone: what follows from it is part of it.
        var operation = OperationKey.Parse(RequestContext.Get(OperationKey.Header) as string);
        if (operation is not null) RequestContext.Remove(OperationKey.Header);
        if (Activity.Current is { } activity) Tag(activity, key);

        // Nobody has to leave the scope: what an async method sets for its flow ends with it.
        new CallScope(seal.Caller, rule.Action, modes, operation) { Onward = seal.Onward }.Enter();
        if (operation is not null && await Replay(context, seal.Caller, operation)) return;

        await context.Invoke();
    }

    private static void Tag(Activity activity, string key)
    {
        if (!OwnerKey.IsPlatform(key)) activity.SetTag("adilas.corporation", OwnerKey.Corporation(key).ToString());
    }

    private OpenSeal Open(IIncomingGrainCallContext context, MethodRule rule, string? seal)
    {
        try
        {
            return seals.Open(seal);
        }
        catch (RefusedException refused)
        {
            Record(context, rule, CallerContext.Anonymous, refused.Code);
            throw;
        }
    }

    /// <summary>Why this caller may not call this method of this grain, as a code; <c>null</c> when it may.</summary>
    internal static string? Objection(MethodRule rule, CallerContext caller, string key)
    {
        if (rule.IsRefused) return "no-rule";

        var platform = OwnerKey.IsPlatform(key);
        if (rule.Subject is Subject.Corporation && platform) return "wrong-subject";
        if (rule.Subject is Subject.Platform or Subject.Self && !platform) return "wrong-subject";
        if (rule.Subject is Subject.Self && OwnerKey.User(key).IsEmpty) return "wrong-subject";

        if (caller.Kind is CallerKind.System)
            return platform || caller.Corporation is { } own && OwnerKey.BelongsTo(key, own) ? null : "other-corporation";

        return rule.Caller switch
        {
            Caller.Public => null,
            Caller.SignedIn => caller.Kind is CallerKind.Anonymous ? "not-signed-in" : null,
            Caller.Member => MemberObjection(rule, caller, key, platform),
            Caller.Operator => caller.Kind is CallerKind.Operator ? PermissionObjection(rule, caller) : "operators-only",
            Caller.System => "system-only",
        };
    }

    private static string? MemberObjection(MethodRule rule, CallerContext caller, string key, bool platform)
    {
        if (caller.Kind is CallerKind.Anonymous) return "not-signed-in";
        if (caller.Kind is CallerKind.Operator) return PermissionObjection(rule, caller);

        // A user's own things need no permission: nobody grants a person the right to themselves.
        if (platform)
        {
            var self = caller.OnBehalfOf ?? caller.Actor;
            return caller.Kind is CallerKind.Person && OwnerKey.User(key).SequenceEqual(self) ? null : "other-subject";
        }

        return caller.Corporation is { } own && OwnerKey.BelongsTo(key, own) ? PermissionObjection(rule, caller) : "other-corporation";
    }

    private static string? PermissionObjection(MethodRule rule, CallerContext caller) =>
        rule.Permission is not { } needed || caller.Permissions.Has(needed) ? null : PermissionMissing;

    private async ValueTask CheckMode(IIncomingGrainCallContext context, MethodRule rule, Modes modes, CallerContext caller, string key)
    {
        // Most callers come from within: their id was parsed when their seal was opened.
        if (caller.Corporation is not { } corporation || !OwnerKey.BelongsTo(key, corporation))
        {
            if (!CorporationId.TryParse(OwnerKey.Corporation(key).ToString(), out corporation)) throw Refuse(context, rule, caller, "wrong-subject");
        }

        var mode = await facts.ModeOf(corporation, CancellationToken.None);
        if (!Permits(modes, caller, mode)) mode = await facts.Recheck(corporation, CancellationToken.None);
        if (!Permits(modes, caller, mode))
        {
            var refused = mode is Modes.None
                ? new RefusedException(Refusal.NotFound, "corporation-unknown", $"There is no corporation '{corporation}'.")
                : ModeRefusal.Of(corporation.Value, mode);
            Record(context, rule, caller, mode is Modes.None ? refused.Code : "mode");
            throw refused;
        }
    }

    /// <summary>
    /// What only a live corporation permits is a change to what it has, so there must be one. Only the runtime itself lays out what is there
    /// before the corporation is: anybody else's rows would pass for a provisioning's own, and go with its rollback.
    /// </summary>
    internal static bool Permits(Modes permitted, CallerContext caller, Modes mode) => mode is Modes.None
        ? permitted != Modes.Live || caller.Kind is CallerKind.System
        : (permitted & mode) != 0;

    private async Task<bool> Replay(IIncomingGrainCallContext context, CallerContext caller, OperationKey operation)
    {
        if (await operations.Find(caller.Actor, operation.Id, CancellationToken.None) is not { } stored) return false;
        var json = stored.AnswerTo(operation);
        var answer = context.InterfaceMethod.ReturnType is { IsGenericType: true } type ? type.GetGenericArguments()[0] : null;
        context.Result = answer is null ? null : JsonSerializer.Deserialize(json, answer, StoredJson.Options);
        return true;
    }

    private RefusedException Refuse(IIncomingGrainCallContext context, MethodRule rule, CallerContext caller, string code)
    {
        Record(context, rule, caller, code);
        var message = code == PermissionMissing && rule.Permission is { } needed
            ? $"This needs the scope {PermissionSet.Of(needed)}."
            : "The caller may not do this.";
        return new RefusedException(Refusal.Forbidden, code, message);
    }

    private void Record(IIncomingGrainCallContext context, MethodRule rule, CallerContext caller, string code)
    {
        var key = context.TargetId.Key.ToString() ?? "";
        var subject = OwnerKey.IsPlatform(key) ? key : OwnerKey.Corporation(key).ToString();
        GateMetrics.Refused(code);
        refusals.Record(subject, caller.Actor, rule.Action, code);
    }
}
