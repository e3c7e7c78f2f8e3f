using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Adilas.Access;
using Adilas.Settings;
using Orleans.Serialization.Invocation;

namespace Adilas.Client;

/// <summary>
/// One outgoing call as the framework would make it, whose answers the test scripts. A second call that the filter makes through the
/// reference goes through the filter again, as it does in Orleans.
/// </summary>
internal sealed class FakeCall : IOutgoingGrainCallContext
{
    private readonly Func<int, Task<Response>> answer;
    private readonly Attempts attempts;

    public FakeCall(string method, Func<int, Task<Response>> answer, Type? contract = null, CancellationToken givenUp = default)
        : this((contract ?? typeof(ISettingsProfileGrain)).GetMethods().First(candidate => candidate.Name == method), answer, new Attempts(), givenUp)
    {
    }

    private FakeCall(MethodInfo method, Func<int, Task<Response>> answer, Attempts attempts, CancellationToken givenUp)
    {
        (InterfaceMethod, this.answer, this.attempts) = (method, answer, attempts);
        Request = method.IsDefined(typeof(AllowAttribute)) ? new OurRequest(method, givenUp) : new FakeRequest(method, givenUp);
        Grain = GrainProxy.Make(this);
    }

    /// <summary>Where calls through <see cref="Grain"/> go first.</summary>
    public IOutgoingGrainCallFilter? Filter { get; set; }

    public IReadOnlyList<IReadOnlyDictionary<string, object>> Sent => attempts.All;

    public MethodInfo InterfaceMethod { get; }

    public IInvokable Request { get; }

    public object Grain { get; }

    public Response? Response { get; set; }

    public object? Result { get => Response?.Result; set => Response = Response.FromResult(value); }

    public IGrainContext? SourceContext { get; init; }

    public GrainId? SourceId => SourceContext?.GrainId;

    public GrainId TargetId => GrainId.Create("settings", "acme");

    public GrainInterfaceType InterfaceType => default;

    public string InterfaceName => InterfaceMethod.DeclaringType!.Name;

    public string MethodName => InterfaceMethod.Name;

    public async Task Invoke()
    {
        var sent = RequestContext.Entries.ToDictionary(entry => entry.Key, entry => entry.Value);
        if (Request is ISealedRequest ours)
        {
            // The gate looks for it nowhere else.
            sent.Remove(Seal.Header);
            if (ours.Seal is { } seal) sent.Add(Seal.Header, seal);
        }

        var number = attempts.Add(sent);
        Response = await answer(number);
    }

    private async Task<T> CallThroughReference<T>()
    {
        var call = new FakeCall(InterfaceMethod, answer, attempts, Request.GetCancellationToken()) { Filter = Filter };
        await Filter!.Invoke(call);
        return (T)call.Result!;
    }

    private sealed class Attempts
    {
        private readonly List<IReadOnlyDictionary<string, object>> all = [];

        public IReadOnlyList<IReadOnlyDictionary<string, object>> All
        {
            get
            {
                lock (all) return [.. all];
            }
        }

        public int Add(IReadOnlyDictionary<string, object> context)
        {
            lock (all)
            {
                all.Add(context);
                return all.Count;
            }
        }
    }

    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
    public class GrainProxy : DispatchProxy
    {
        private FakeCall? owner;

        internal static object Make(FakeCall owner)
        {
            var proxy = Create(owner.InterfaceMethod.DeclaringType!, typeof(GrainProxy));
            ((GrainProxy)proxy).owner = owner;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            owner!.GetType().GetMethod(nameof(CallThroughReference), BindingFlags.Instance | BindingFlags.NonPublic)!
                .MakeGenericMethod(targetMethod!.ReturnType.GetGenericArguments()).Invoke(owner, null);
    }

    private sealed class OurRequest(MethodInfo method, CancellationToken givenUp) : FakeRequest(method, givenUp), ISealedRequest
    {
        public string? Seal { get; set; }
    }

    private class FakeRequest(MethodInfo method, CancellationToken givenUp) : RequestBase
    {
        public override CancellationToken GetCancellationToken() => givenUp;

        public override int GetArgumentCount() => method.GetParameters().Length;

        public override object GetArgument(int index) =>
            method.GetParameters()[index].ParameterType is { IsValueType: true } type ? Activator.CreateInstance(type)! : null!;

        public override ValueTask<Response> Invoke() => throw new NotSupportedException();

        public override object GetTarget() => throw new NotSupportedException();

        public override void SetTarget(ITargetHolder holder) => throw new NotSupportedException();

        public override void Dispose()
        {
        }

        public override string GetMethodName() => method.Name;

        public override string GetInterfaceName() => method.DeclaringType!.Name;

        public override string GetActivityName() => method.Name;

        public override Type GetInterfaceType() => method.DeclaringType!;

        public override MethodInfo GetMethod() => method;
    }
}
