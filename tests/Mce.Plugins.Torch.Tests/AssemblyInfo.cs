// Several tests look at the memory of the process, and libtorch's error text is caught process-wide.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
