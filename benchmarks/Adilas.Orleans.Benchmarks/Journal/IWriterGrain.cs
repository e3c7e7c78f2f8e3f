namespace Adilas.Benchmarks;

/// <summary>Stores its state with each call. One for each storage provider.</summary>
[Alias("adilas.bench.IWriterGrain")]
internal interface IWriterGrain : IGrainWithStringKey
{
    Task Write(long number);
}

[Alias("adilas.bench.IJournalWriterGrain")]
internal interface IJournalWriterGrain : IWriterGrain;

[Alias("adilas.bench.IAdoNetWriterGrain")]
internal interface IAdoNetWriterGrain : IWriterGrain;

[Alias("adilas.bench.IRedisWriterGrain")]
internal interface IRedisWriterGrain : IWriterGrain;
