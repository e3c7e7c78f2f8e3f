using Adilas.Settings;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Adilas.Components;

/// <summary>What an interactive page asks of the script in the browser; see <c>wwwroot/assets/shell.js</c>.</summary>
internal sealed class Browser(IJSRuntime script)
{
    /// <summary>A short note that goes away by itself, and is read out by screen readers.</summary>
    public ValueTask Toast(string text) => Call("toast", text);

    public ValueTask Focus(string elementId) => Call("focus", elementId);

    public ValueTask FocusHeading() => Call("focusHeading");

    /// <summary>Puts the cursor into a line of a text area, counted from 1, and marks it.</summary>
    public ValueTask SelectLine(string elementId, int line) => Call("selectLine", elementId, line);

    /// <summary>Makes a text area an editor for JSON. Where the script cannot be had, the text area stays what it is.</summary>
    /// <param name="script">The address of the editor's script.</param>
    /// <param name="entries">What it completes; as <see cref="SettingCompletion"/>.</param>
    public ValueTask EditJson(string elementId, string script, IReadOnlyList<SettingCompletion> entries) => Call("editJson", elementId, script, entries);

    /// <summary>Marks lines of an editor as wrong.</summary>
    public ValueTask ShowProblems(string elementId, IReadOnlyList<TextProblem> problems) => Call("showProblems", elementId, problems);

    public ValueTask ShowDialog(ElementReference dialog) => Call("showDialog", dialog);

    public ValueTask CloseDialog(ElementReference dialog) => Call("closeDialog", dialog);

    /// <summary>Puts back what was typed into this form before the page was lost.</summary>
    public ValueTask RestoreDraft(ElementReference form) => Call("restoreDraft", form);

    public ValueTask DropDraft(string name) => Call("dropDraft", name);

    private async ValueTask Call(string function, params object?[] arguments)
    {
        try
        {
            await script.InvokeVoidAsync($"adilas.{function}", arguments);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and whoever looked at it too.
        }
    }
}
