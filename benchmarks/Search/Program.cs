using ResNet.Distributed.Search;

// TPE against random search, and against Optuna's:
//   dotnet run -c Release --project benchmarks/Search [-- OPTUNA.json]
// where OPTUNA.json is what optuna_tpe.py prints.
Console.Write(Report.Of(args.Length > 0 ? OptunaFigures.Read(args[0]) : OptunaFigures.None));
