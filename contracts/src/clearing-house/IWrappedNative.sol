// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the clearing house uses of wrapped LUX
interface IWrappedNative {
    /// @notice Wraps the native LUX that comes along.
    function deposit() external payable;

    /// @notice Unwraps an amount, in wei, and sends it to the caller.
    function withdraw(uint256 amount) external;
}
