// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Something small to deploy.
contract PayableChild {
    uint256 public immutable NUMBER;

    constructor(uint256 number) payable {
        NUMBER = number;
    }
}
