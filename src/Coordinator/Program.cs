using ResNet.Distributed.Coordinator;
using ResNet.Distributed.ServiceDefaults.Lifetime;

await CoordinatorApp.Create(args).RunToEndAsync();
