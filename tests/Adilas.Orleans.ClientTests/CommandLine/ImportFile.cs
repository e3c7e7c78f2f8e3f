namespace Adilas.CommandLine;

/// <summary>Lines as an import file holds them.</summary>
internal static class ImportFile
{
    public static string Line(string id, string name = "Café Ünïted", string more = "") =>
        $$"""{"id":"{{id}}","name":"{{name}}","industry":"retail","kind":"work","owner":{"email":"o@x.example","name":"O."}{{more}}}""";

    public static string Of(int count) => string.Concat(Enumerable.Range(1, count).Select(number => Line($"corp-{number}") + "\n"));
}
