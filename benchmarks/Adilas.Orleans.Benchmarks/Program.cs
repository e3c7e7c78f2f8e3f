using Adilas.Benchmarks;

return await BenchmarkProgram.Run(args);
