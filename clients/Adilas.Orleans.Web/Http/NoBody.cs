using System.Reflection;

namespace Adilas.Http;

/// <summary>A handler's parameter that says: this request has nothing to say but its address. <c>{}</c> counts as nothing.</summary>
internal sealed class NoBody
{
    private static readonly NoBody Nothing = new();

    private NoBody()
    {
    }

    public static async ValueTask<NoBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var bytes = await RequestBody.Read(context);
        return bytes.Span.Trim(" \t\r\n"u8) is [] or [(byte)'{', (byte)'}']
            ? Nothing
            : throw HttpProblem.Invalid("body-unexpected", "This request takes no body.");
    }
}
