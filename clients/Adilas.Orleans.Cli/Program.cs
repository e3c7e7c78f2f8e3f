using System.CommandLine;
using Adilas.ApiKeys;
using Adilas.Calendars;
using Adilas.Corporations;
using Adilas.Invocation;
using Adilas.Jobs;
using Adilas.Operate;
using Adilas.Settings;
using Adilas.Stacks;
using Adilas.Webhooks;

var root = new RootCommand("Adilas from the command line: corporations, settings, jobs, schedules, stacks and keys of one server.")
{
    CorporationCommands.Create(),
    SettingsCommands.Create(),
    JobCommands.Create(),
    ScheduleCommands.Create(),
    WebhookCommands.Create(),
    StackCommands.Create(),
    ApiKeyCommands.Create(),
    CensusCommand.Create(),
    ReleasesCommand.Create(),
    HealthCommand.Create(),
    VersionCommand.Create(),
    CompletionCommand.Create(),
};
GlobalOptions.AddTo(root);
return await CommandLine.Run(root, args);
