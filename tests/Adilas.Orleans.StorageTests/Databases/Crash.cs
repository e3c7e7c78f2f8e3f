namespace Adilas.Databases;

/// <summary>Ends a call at its n-th touch of the outer world, as a process that dies there would.</summary>
internal sealed class Crash
{
    private int left;

    /// <summary>Whether the armed crash has happened.</summary>
    public bool Happened { get; private set; }

    public void At(int touch) => (left, Happened) = (touch, false);

    public void Disarm() => left = 0;

    public void Touch()
    {
        if (left > 0 && --left == 0)
        {
            Happened = true;
            throw new CrashException();
        }
    }
}

internal sealed class CrashException() : Exception("The process died here, says the test.");
