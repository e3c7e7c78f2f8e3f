namespace Adilas.Storage;

/// <summary>
/// Marks a string property of a stored state as a person's: it is encrypted with that person's own key before it leaves the
/// process, so that destroying the key erases it from all of history. An erased value reads as <c>null</c>.
/// </summary>
/// <param name="personProperty">The property of the same record that holds the person's user id.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalDataAttribute(string personProperty) : Attribute
{
    public string PersonProperty { get; } = personProperty;
}
