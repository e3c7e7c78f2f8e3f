namespace Adilas.Access;

/// <summary>Declares whose thing a grain is. Every grain interface of ours carries it.</summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class SubjectAttribute(Subject subject) : Attribute
{
    public Subject Subject { get; } = subject;
}
