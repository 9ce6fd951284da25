using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Tests.Native;

/// <summary>The libLibTorchSharp.so of the TorchSharp package, as it lies in the tests' output folder.</summary>
internal static class PackageFile
{
    public static string FullPath { get; } = NativeFolders.OfThisProgram().Require(TorchSharpLibrary.FileName);

    public static byte[] Bytes { get; } = File.ReadAllBytes(FullPath);

    public static string Sha256Of(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static void SkipUnlessLinuxX64() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64,
        "the patch is for Linux x64 only");

    public static void SkipUnlessPatchIsUsed()
    {
        SkipUnlessLinuxX64();
        Assert.SkipUnless(
            LibStdCpp.NewestVersion(LibStdCpp.FindLoaded()) < TorchSharpLibrary.Needed,
            "this system's libstdc++ loads the package's file as it is");
    }
}
