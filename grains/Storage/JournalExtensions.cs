using System.Text.Json;
using Adilas.Access;
using Adilas.Refusals;
using Microsoft.Extensions.DependencyInjection;

namespace Adilas.Storage;

/// <summary>The one way in which a grain changes what it stores.</summary>
public static class JournalExtensions
{
    /// <summary>
    /// Stores <paramref name="next"/> with its effects, unless the transition changed nothing, and answers with <paramref name="view"/> of it.
    /// When the call carries an operation id, the answer is stored in the same transaction, to be replayed. The answer of a transition that
    /// changed nothing is stored by itself: the id is taken all the same, and what was answered then may not be true of a later state.
    /// </summary>
    public static async Task<TAnswer> Commit<TState, TAnswer>(
        this IGrainBase grain,
        IPersistentState<TState> record,
        TState next,
        Func<TState, TAnswer> view,
        CancellationToken cancellationToken)
        where TState : JournalState
    {
        var isNews = !ReferenceEquals(record.State, next);
        if (isNews) next = record.Number(next);
        var answer = view(next);
        if (CallScope.Current is { Operation: { } operation, Caller: var caller })
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(answer, StoredJson.Options);
            if (!isNews)
            {
                var operations = grain.GrainContext.ActivationServices.GetRequiredService<IOperationLog>();
                var standing = await operations.Add(caller, operation, json, cancellationToken);
                return JsonSerializer.Deserialize<TAnswer>(standing, StoredJson.Options)!;
            }

            next = next with { Effects = next.Effects.Add(OperationResult.ToEffect(caller, operation, json)) };
        }

        if (isNews) await grain.Store(record, next, cancellationToken);
        return answer;
    }

    /// <summary>Stores <paramref name="next"/> with its effects, unless the transition changed nothing.</summary>
    /// <returns>Whether anything was written.</returns>
    public static async Task<bool> Commit<TState>(
        this IGrainBase grain, IPersistentState<TState> record, TState next, CancellationToken cancellationToken)
        where TState : JournalState
    {
        if (ReferenceEquals(record.State, next)) return false;
        await grain.Store(record, record.Number(next), cancellationToken);
        return true;
    }

    /// <summary>Takes the state away; its past stays. Without one it changes nothing.</summary>
    public static async Task Clear<TState>(this IGrainBase grain, IPersistentState<TState> record, CancellationToken cancellationToken)
        where TState : JournalState
    {
        try
        {
            await record.ClearStateAsync(cancellationToken);
        }
        catch (RefusedException unknown) when (unknown.Refusal is Refusal.OutcomeUnknown)
        {
            // As with a commit: when it is unknown whether the state is still there, serve nothing.
            grain.DeactivateOnIdle();
            throw;
        }
    }

    private static TState Number<TState>(this IPersistentState<TState> record, TState next)
        where TState : JournalState => next with { Version = record.State.Version + 1 };

    private static async Task Store<TState>(
        this IGrainBase grain, IPersistentState<TState> record, TState next, CancellationToken cancellationToken)
        where TState : JournalState
    {
        cancellationToken.ThrowIfCancellationRequested();
        var previous = record.State;
        record.State = next;
        try
        {
            await record.WriteStateAsync(cancellationToken); // heeded only until the write joins a batch
            record.State = next with { Effects = [], Told = [] };
        }
        catch (Exception failure)
        {
            // Never serve a value that storage may not hold. When it is unknown whether it holds it, serve nothing.
            record.State = previous;
            if (failure is RefusedException { Refusal: Refusal.OutcomeUnknown }) grain.DeactivateOnIdle();
            throw;
        }
    }
}
