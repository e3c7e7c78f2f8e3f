using Microsoft.AspNetCore.Components;

namespace Adilas.Components;

/// <summary>
/// Moves the focus to the heading of a page that was navigated to, so that a screen reader begins there. Unlike the framework's own it leaves
/// alone whoever is already typing: the first page comes to life after its fields can be used.
/// </summary>
public sealed class FocusHeading : ComponentBase
{
    private Type? page;
    private bool isDue;

    [Inject] internal Browser Browser { get; set; } = null!;

    [Parameter, EditorRequired] public Microsoft.AspNetCore.Components.RouteData RouteData { get; set; } = null!;

    protected override void OnParametersSet()
    {
        if (page == RouteData.PageType) return;
        page = RouteData.PageType;
        isDue = true;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!isDue) return;
        isDue = false;
        await Browser.FocusHeading();
    }
}
