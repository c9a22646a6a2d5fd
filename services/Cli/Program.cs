using System.CommandLine;
using PersonalOutcomes.Cli;

var root = new RootCommand("Personal Outcomes, for operators and integrators.") 
{
    TokenCommand.Create(), StoriesCommand.Create(), DoctorCommand.Create(), InsightCommand.Create(),
    VerifyCommand.Create(), AgencyCommand.Create(), CheckRecordingCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
