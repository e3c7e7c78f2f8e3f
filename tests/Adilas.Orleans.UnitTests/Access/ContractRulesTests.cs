using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Access;

/// <summary>Contracts that each break one rule, and the sentence that says so.</summary>
public sealed class ContractRulesTests
{
    [Theory]
    [InlineData(typeof(IWithoutSubject), "IWithoutSubject does not declare its subject.")]
    [InlineData(typeof(IGeneric<int>), "IGeneric`1 is generic.")]
    [InlineData(typeof(IWithoutRule), "IWithoutRule.Do does not declare who may call it.")]
    [InlineData(typeof(IWithGenericMethod), "IWithGenericMethod.Do is generic: such calls reach the gate under another name.")]
    [InlineData(typeof(IStreaming), "IStreaming.Do does not return a Task.")]
    [InlineData(typeof(IWithoutToken), "IWithoutToken.Do does not end with a cancellation token.")]
    public void A_broken_rule_is_a_sentence_and_keeps_a_silo_from_starting(Type contract, string violation)
    {
        Assert.Equal([violation], ContractRules.Violations(contract));

        var refused = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddAdilasGrains([typeof(ISound), contract]));
        Assert.Equal($"The contract is not sound: {violation}", refused.Message);
    }

    [Fact]
    public void A_sound_contract_lets_a_silo_start() => new ServiceCollection().AddAdilasGrains([typeof(ISound)]);

    [Subject(Subject.Platform)]
    private interface ISound
    {
        [Allow(Caller.System)]
        Task Do(CancellationToken cancellationToken = default);
    }

    private interface IWithoutSubject
    {
        [Allow(Caller.System)]
        Task Do(CancellationToken cancellationToken = default);
    }

    [Subject(Subject.Platform)]
    private interface IGeneric<T>
    {
        [Allow(Caller.System)]
        Task<T> Do(CancellationToken cancellationToken = default);
    }

    [Subject(Subject.Platform)]
    private interface IWithoutRule
    {
        Task Do(CancellationToken cancellationToken = default);
    }

    [Subject(Subject.Platform)]
    private interface IWithGenericMethod
    {
        [Allow(Caller.System)]
        Task<T> Do<T>(CancellationToken cancellationToken = default);
    }

    [Subject(Subject.Platform)]
    private interface IStreaming
    {
        [Allow(Caller.System)]
        IAsyncEnumerable<int> Do(CancellationToken cancellationToken = default);
    }

    [Subject(Subject.Platform)]
    private interface IWithoutToken
    {
        [Allow(Caller.System)]
        Task Do(string text);
    }
}
