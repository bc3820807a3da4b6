using Mce.Soak;

return await SoakCommand.Create().Parse(args).InvokeAsync();
