namespace Mce;

/// <summary>One file on one file system, whatever its names are.</summary>
internal readonly record struct FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode);
