using Adilas.Corporations;
using Adilas.Refusals;
using Adilas.Settings;
using Adilas.Settings.Catalogue;
using Adilas.Stacks;
using Adilas.Storage;
using Adilas.Users;

namespace Adilas.Provisioning;

/// <summary>An order as it is stored: the owner's e-mail and name are theirs to have erased.</summary>
[GenerateSerializer, Immutable, Alias("adilas.ProvisioningOrder")]
public sealed record ProvisioningOrder
{
    [Id(0)] public required string Name { get; init; }

    [Id(1)] public required string Industry { get; init; }

    [Id(2)] public required CorporationKind Kind { get; init; }

    [Id(3)] public required UserId Owner { get; init; }

    [PersonalData(nameof(Owner))]
    [Id(4)] public string? OwnerEmail { get; init; }

    [PersonalData(nameof(Owner))]
    [Id(5)] public string? OwnerName { get; init; }

    /// <summary>The stack that was asked for; <c>null</c> when the choice was left to the platform.</summary>
    [Id(6)] public StackId? Stack { get; init; }

    [Id(7)] public required string Recipe { get; init; }

    [Id(8)] public SettingsDocument? Settings { get; init; }

    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>; the field is named as the HTTP API names it.</exception>
    public static void Check(CorporationOrder order)
    {
        CorporationState.CheckName(order.Name);
        CorporationState.CheckIndustry(order.Industry);
        if (!Enum.IsDefined(order.Kind))
            throw new RefusedException(Refusal.Invalid, "corporation-kind", "A kind is work, play or demo.", "kind");
        UserState.CheckEmail(order.OwnerEmail, "owner.email");
        UserState.CheckName(order.OwnerName, "owner.name");
        if (order.Settings is { } settings) CheckSettings(settings);
    }

    private static void CheckSettings(SettingsDocument settings)
    {
        if (SettingsCatalogue.Current.Problems(LayerKind.Corporation, settings, 1) is [var problem, ..])
            throw new RefusedException(Refusal.Invalid, problem.Code, problem.Message, $"settings.{problem.Path}");
    }

    public static ProvisioningOrder From(CorporationOrder order, UserId owner) => new()
    {
        Name = order.Name,
        Industry = order.Industry,
        Kind = order.Kind,
        Owner = owner,
        OwnerEmail = order.OwnerEmail,
        OwnerName = order.OwnerName,
        Stack = order.Stack,
        Recipe = order.Recipe ?? CorporationOrder.DefaultRecipe,
        Settings = order.Settings,
    };

    /// <summary>
    /// Whether the other order asks for the same. The owner decides, not the spelling of the address; what was erased is not held against it.
    /// </summary>
    public bool IsSameAs(ProvisioningOrder other) =>
        this with { OwnerEmail = null }
        == other with { OwnerEmail = null, OwnerName = OwnerName is null ? null : other.OwnerName };
}
