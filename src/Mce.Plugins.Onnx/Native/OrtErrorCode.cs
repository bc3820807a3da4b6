namespace Mce.Plugins.Onnx.Native;

/// <summary><c>OrtErrorCode</c> of the C API, as far as this plugin tells them apart.</summary>
internal enum OrtErrorCode
{
    Ok = 0,
    Fail = 1,
    InvalidArgument = 2,
    NoSuchFile = 3,
    InvalidProtobuf = 7,
    NotImplemented = 9,
    InvalidGraph = 10,
}
