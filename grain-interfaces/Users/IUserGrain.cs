using Adilas.Access;
using Adilas.Refusals;

namespace Adilas.Users;

/// <summary>One person with one global login. Key: <c>~user/{id}</c>. Reach it with <c>grains.User(id)</c>.</summary>
[GrainInterfaceType("adilas.IUserGrain"), Alias("adilas.IUserGrain"), Subject(Subject.Self)]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Registers the person. Repeating it changes nothing, not even the name, which is the person's own to change.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Conflict"/>: the id belongs to another e-mail address.</exception>
    [Alias("Register"), Allow(Caller.System, In = Modes.Any), Repeatable]
    Task<User> Register(string email, string name, CancellationToken cancellationToken = default);

    /// <summary>The person as stored, or <c>null</c>.</summary>
    [Alias("Find"), Allow(Caller.Member, Permission.PeopleRead, In = Modes.Any), Repeatable]
    Task<User?> Find(CancellationToken cancellationToken = default);
}
