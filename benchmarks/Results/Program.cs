using ResNet.Distributed.Results;

// Puts the page of results together: Results FOLDER PAGE.md, called by benchmarks/run.sh
if (args is not [var folder, var page])
{
    await Console.Error.WriteLineAsync("Usage: Results FOLDER PAGE.md, where FOLDER holds the sections that the benchmarks wrote.");
    return 2;
}

await File.WriteAllTextAsync(page, ResultsPage.Of(folder));
return 0;
