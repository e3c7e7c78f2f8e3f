using System.Text.Json;
using Adilas.Access;
using Adilas.Memberships;
using Adilas.Refusals;
using Adilas.Users;

namespace Adilas.Provisioning;

/// <summary>Registers the owner as a person and makes them the corporation's owner. Undone, the person stays: they may own others.</summary>
internal sealed class OwnerStep(IGrainFactory grains, SystemActors actors) : IProvisioningStep
{
    public string Type => "owner";

    public string? Problem(JsonElement options) => null;

    public async Task<IReadOnlyDictionary<string, string>> Do(StepContext context, CancellationToken cancellationToken)
    {
        var order = context.Order;
        if (order is not { OwnerEmail: { } email, OwnerName: { } name })
            throw new RefusedException(Refusal.Conflict, "owner-erased", "The owner's personal data was erased.", "owner");

        // A person belongs to no corporation, so this one call is platform business.
        using (actors.Enter(SystemActors.Provisioning, corporation: null))
            await grains.User(order.Owner).Register(email, name, cancellationToken);

        await grains.Membership(context.Corporation, order.Owner).EstablishOwner(cancellationToken);
        return StepContext.NoOutputs;
    }

    public Task Undo(StepContext context, CancellationToken cancellationToken) =>
        grains.Membership(context.Corporation, context.Order.Owner).End(cancellationToken);
}
