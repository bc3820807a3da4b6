// Makes the ML.NET models of tests/TestModels/mlnet and their reference cases.
//
// usage: dotnet run -- REPOSITORY

using Mce.Models.TestModels;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run -- REPOSITORY");
    return 2;
}

string folder = Path.Combine(args[0], "tests", "TestModels", "mlnet");
Directory.CreateDirectory(folder);

var models = new Models(folder);
models.MakeText();
models.MakeNumeric();
models.MakeScalars();
models.MakeKey();
models.MakeSparse();
models.MakeTokens();
models.MakeTypes();
models.MakeOnnxInside(Path.Combine(args[0], "tests", "TestModels", "onnx", "matmul.onnx"));
return 0;
