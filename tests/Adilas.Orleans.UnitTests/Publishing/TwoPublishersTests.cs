using System.Text.Json;
using Adilas.Access;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Adilas.Publishing;

/// <summary>Two publishers at once, as while a cluster falls apart, in any order of their steps and of changes, losses and frozen processes.</summary>
public sealed class TwoPublishersTests
{
    private static readonly string[] Ids = ["acme", "apex"];
    private static readonly string[] Layers = ["system", "plan", "own"];

    [Fact]
    public void No_copy_ever_replaces_a_newer_one_and_in_the_end_all_are_right() => Gen.Int.Sample(seed => Run(seed).GetAwaiter().GetResult(), iter: 400);

    private static async Task Run(int seed)
    {
        var random = new Random(seed);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var steps = new Steps();
        var platform = new PretendPlatform(clock, steps.Wait);
        var copies = new PretendCopies(steps.Wait) { Replaced = AssertNewer };
        foreach (var id in Ids) platform.Corporation(id);

        var publishers = new[] { New(), New() };
        Task?[] passes = [null, null];
        for (var step = 0; step < 400; step++)
        {
            for (var which = 0; which < 2; which++)
            {
                if (passes[which]?.IsCompleted != false && random.Next(3) == 0) passes[which] = publishers[which].Pass(CancellationToken.None);
            }

            if (random.Next(12) == 0) Change(platform, random);
            if (random.Next(200) == 0) copies.Empty();
            clock.Advance(TimeSpan.FromMilliseconds(random.Next(60)));
            steps.Release(random);
        }

        await Finish(passes);
        for (var round = 0; round < 4; round++) await Finish([publishers[0].Pass(CancellationToken.None), publishers[1].Pass(CancellationToken.None)]);
        foreach (var id in Ids) AssertRight(id);

        CopyPublisher New() => new(copies, platform, platform, clock, NullLogger<CopyPublisher>.Instance);

        async Task Finish(Task?[] running)
        {
            for (var patience = 0; running.Any(pass => pass?.IsCompleted == false); patience++)
            {
                Assert.True(patience < 10_000, $"a pass did not end; seed {seed}");
                clock.Advance(TimeSpan.FromMilliseconds(10));
                steps.Release(random);
            }

            foreach (var pass in running.OfType<Task>()) await pass;
        }

        void AssertRight(string id)
        {
            if (platform.Published(id) is not { IsReadable: true } wanted)
            {
                Assert.False(copies.Copies.ContainsKey(id), $"{id} has a copy that it shall not have; seed {seed}");
                return;
            }

            Assert.True(copies.Copies.TryGetValue(id, out var copy), $"{id} has no copy; seed {seed}");
            var layers = wanted.Scopes().Select(scope => $"{scope}@{platform.VersionOf(scope.GrainKey)}");
            Assert.Equal($"{wanted.Version} {string.Join(' ', layers)}", copy.Sources);
        }
    }

    private static void Change(PretendPlatform platform, Random random)
    {
        var id = Ids[random.Next(Ids.Length)];
        switch (random.Next(6))
        {
            case 0:
                platform.Layer("system", Count("system"));
                break;
            case 1:
                platform.Layer($"plan:{(random.Next(2) == 0 ? "small" : "large")}", Count("plan"));
                break;
            case 2 or 3:
                platform.Layer($"corporation:{id}", Count("own"));
                break;
            case 4:
                platform.Corporation(id, plan: random.Next(2) == 0 ? "small" : "large");
                break;
            case 5:
                platform.Corporation(id, isPublished: random.Next(3) != 0, mode: random.Next(3) == 0 ? Modes.Closed : Modes.Live);
                break;
        }
    }

    private static Func<long, string> Count(string name) => version => $$$"""{"custom":{"{{{name}}}":{{{version}}}}}""";

    private static void AssertNewer(ProfileCopy older, ProfileCopy newer)
    {
        Assert.True(newer.Revision > older.Revision);
        var (before, after) = (Versions(older), Versions(newer));
        Assert.True(after[""] >= before[""], $"{newer.Sources} replaced {older.Sources}");

        // Which layers apply is the corporation's to say, so those of another plan do not matter.
        Assert.All(before.Keys.Intersect(after.Keys), scope => Assert.True(after[scope] >= before[scope], $"{newer.Sources} replaced {older.Sources}"));
        if (after[""] == before[""]) Assert.All(Layers, name => Assert.True(Value(newer, name) >= Value(older, name)));
    }

    private static Dictionary<string, long> Versions(ProfileCopy copy) =>
        copy.Sources.Split(' ').Select(part => part.Split('@')).ToDictionary(part => part.Length > 1 ? part[0] : "", part => long.Parse(part[^1]));

    private static long Value(ProfileCopy copy, string name) =>
        JsonElement.Parse(copy.Json).TryGetProperty("custom", out var custom) && custom.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    /// <summary>Holds back every call until its turn comes.</summary>
    private sealed class Steps
    {
        private readonly List<TaskCompletionSource> held = [];

        public Task Wait()
        {
            // Continuations run where the turn is given, so that one seed is one order.
            var turn = new TaskCompletionSource();
            held.Add(turn);
            return turn.Task;
        }

        public void Release(Random random)
        {
            if (held.Count == 0) return;
            var turn = held[random.Next(held.Count)];
            held.Remove(turn);
            turn.SetResult();
        }
    }
}
