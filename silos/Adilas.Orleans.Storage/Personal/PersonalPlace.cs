using System.Text;
using Adilas.Journal;

namespace Adilas.Personal;

/// <summary>Where a personal value stands: bound into its ciphertext.</summary>
internal readonly record struct PersonalPlace(JournalKey Key, string Property)
{
    public byte[] Bytes(string person) => Encoding.UTF8.GetBytes(
        string.Join('\n', person, Key.Service, Key.GrainType, Key.StateName, Key.GrainKey, Property));
}
