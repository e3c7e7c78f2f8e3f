using System.CommandLine;
using Adilas.Http;
using Adilas.Output;

namespace Adilas.Invocation;

/// <summary>One run of one command: what was typed, where to say things, and the server.</summary>
internal sealed class Session : IDisposable
{
    private readonly ParseResult _parsed;
    private readonly Lazy<(ApiClient Api, HttpClient Http)> _client;
    private readonly Lazy<Connection> _connection;

    public Session(ParseResult parsed)
    {
        _parsed = parsed;
        var withoutColor = parsed.GetValue(GlobalOptions.NoColor) || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        Screen = new Screen(new ScreenOptions(parsed.GetValue(GlobalOptions.Json), parsed.GetValue(GlobalOptions.Quiet), !withoutColor));
        _connection = new(() => ConnectionResolver.ForThisUser(Screen.Warn)
            .Resolve(parsed.GetValue(GlobalOptions.Server), parsed.GetValue(GlobalOptions.Key)));
        _client = new(() => Connect(RetryBudget.Of(parsed.GetValue(GlobalOptions.RetryFor))));
    }

    public Screen Screen { get; }

    public TimeProvider Clock { get; } = TimeProvider.System;

    public ApiClient Api => _client.Value.Api;

    public Uri Server => _connection.Value.Server;

    /// <summary>The key, once it is known, for those who must keep it out of texts.</summary>
    public string? Secret => _connection.IsValueCreated ? _connection.Value.Key : _parsed.GetValue(GlobalOptions.Key);

    public ListWriter Lists => new(Api, Screen);

    public T Get<T>(Option<T> option) => _parsed.GetValue(option)!;

    /// <summary>An argument that may be missing.</summary>
    public T? Find<T>(Argument<T> argument) => _parsed.GetValue(argument);

    public T Get<T>(Argument<T> argument) => _parsed.GetRequiredValue(argument);

    /// <summary>Sends the request and shows the one thing that it answers with.</summary>
    public async Task Show(ApiRequest request, CancellationToken cancellationToken) =>
        RecordWriter.Write(Screen, await Api.Send(request, cancellationToken));

    public Task Confirm(string consequence, string id, CancellationToken cancellationToken) =>
        Confirmation.Ask(Screen, Get(GlobalOptions.Yes), consequence, id, cancellationToken);

    /// <summary>A client of its own patience, for questions whose answer "not now" is of interest.</summary>
    public (ApiClient Api, HttpClient Http) Connect(RetryBudget budget) =>
        ApiClientFactory.Create(_connection.Value, TimeSpan.FromSeconds(Get(GlobalOptions.Timeout)), budget, Clock, Screen.Note);

    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Http.Dispose();
        Screen.Dispose();
    }
}
