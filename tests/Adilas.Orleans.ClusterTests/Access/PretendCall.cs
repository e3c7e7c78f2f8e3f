using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Adilas.Access;

/// <summary>A call as the gate sees it, of a method that no client has a way to send.</summary>
internal sealed class PretendCall(MethodInfo method, GrainId? source) : IIncomingGrainCallContext
{
    /// <summary>Whether the gate let it in.</summary>
    public bool IsLetIn { get; private set; }

    // The gate knows methods by the types of their requests.
    public IInvokable Request { get; } = (IInvokable)Activator.CreateInstance(typeof(Asked<>).MakeGenericType(method.DeclaringType!))!;

    public object Grain => this;

    public GrainId? SourceId => source;

    public GrainId TargetId { get; } = GrainId.Create("test", "~target");

    public GrainInterfaceType InterfaceType => default;

    public string InterfaceName => method.DeclaringType!.FullName!;

    public string MethodName => method.Name;

    public MethodInfo InterfaceMethod => method;

    public MethodInfo ImplementationMethod => method;

    public IGrainContext TargetContext => throw new NotSupportedException();

    public object? Result { get; set; }

    public Response? Response { get; set; }

    public Task Invoke()
    {
        IsLetIn = true;
        return Task.CompletedTask;
    }

    private sealed class Asked<T> : RequestBase
    {
        public override ValueTask<Response> Invoke() => throw new NotSupportedException();

        public override object GetTarget() => throw new NotSupportedException();

        public override void SetTarget(ITargetHolder holder) => throw new NotSupportedException();

        public override object GetArgument(int index) => throw new NotSupportedException();

        public override void SetArgument(int index, object value) => throw new NotSupportedException();

        public override string GetMethodName() => throw new NotSupportedException();

        public override string GetInterfaceName() => throw new NotSupportedException();

        public override string GetActivityName() => throw new NotSupportedException();

        public override Type GetInterfaceType() => typeof(T);

        public override MethodInfo GetMethod() => throw new NotSupportedException();

        public override void Dispose()
        {
        }
    }
}
