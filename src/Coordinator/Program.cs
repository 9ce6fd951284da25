using ResNet.Distributed.Coordinator;

await CoordinatorApp.Create(args).RunAsync();
