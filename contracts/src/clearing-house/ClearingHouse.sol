// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Administration } from "./Administration.sol";
import { ClearingHouseStorage } from "./ClearingHouseStorage.sol";
import { IClearingHouse } from "./IClearingHouse.sol";
import { LedgerPage } from "./LedgerPage.sol";
import { Settlement } from "./Settlement.sol";
import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title The clearing house
/// @dev Created at an address that CREATE3 reserves; nothing can be initialised afterwards, nothing is
/// upgradeable, and no code of others is ever delegated to.
contract ClearingHouse is Administration, Settlement {
    constructor(Config memory config)
        ClearingHouseStorage(config.wlux)
        Ownable(config.owner)
        EIP712("Lux Exchange", "1")
    {
        _setGuardian(config.guardian);
        _setFeeAccount(config.feeAccount);
        _setExitDelay(config.exitDelay);
        for (uint256 i = 0; i < config.operators.length; ++i) {
            _setOperator(config.operators[i], true);
        }
        for (uint256 i = 0; i < config.assets.length; ++i) {
            _listAsset(config.assets[i]);
        }
        for (uint256 i = 0; i < config.markets.length; ++i) {
            _listMarket(config.markets[i]);
        }
    }

    /// @inheritdoc IClearingHouse
    function balanceOf(address account, uint256 asset) external view returns (uint256) {
        _requireAsset(asset);
        return _balance(account, asset);
    }

    /// @inheritdoc IClearingHouse
    function balancesOf(address account) external view returns (uint256[] memory quanta) {
        quanta = new uint256[](_state.assetCount);
        for (uint256 asset = 0; asset < quanta.length; ++asset) {
            quanta[asset] = _balance(account, asset);
        }
    }

    /// @inheritdoc IClearingHouse
    function accountOf(address account) external view returns (AccountState memory) {
        uint256 page = _accounts[account][0];
        Control memory control = _controls[account];
        return AccountState({
            epoch: uint16(LedgerPage.epoch(page)),
            formerEpochUntil: control.formerEpochUntil,
            oneShotNonce: uint48(LedgerPage.oneShotNonce(page)),
            exiting: LedgerPage.isExiting(page),
            exitBindsAt: control.exitBindsAt,
            exitFinalisableAt: control.exitFinalisableAt,
            withdrawalNonce: control.withdrawalNonce
        });
    }

    /// @inheritdoc IClearingHouse
    function restingOrder(address account, uint48 nonce)
        external
        view
        returns (uint256 filledLots, bool filledWhole, uint256 cancelBindsAt)
    {
        (uint256 group, uint256 shift) = _laneOf(nonce);
        filledLots = (_filled[account][group] >> shift) & MAX_TERM;
        cancelBindsAt = (_cancelBindsAt[account][group] >> shift) & LANE_MASK;
        (group, shift) = _markOf(nonce);
        filledWhole = (_marks[account][group] >> shift) & DONE != 0;
    }

    /// @inheritdoc IClearingHouse
    function agentOf(address account, address agent)
        external
        view
        returns (Agent memory present, FormerAgent memory former)
    {
        return (_agents[account][agent], _formerAgents[account][agent]);
    }

    /// @inheritdoc IClearingHouse
    function assetCount() external view returns (uint256) {
        return _state.assetCount;
    }

    /// @inheritdoc IClearingHouse
    function assetAt(uint256 asset) external view returns (Asset memory) {
        _requireAsset(asset);
        return _assets[asset];
    }

    /// @inheritdoc IClearingHouse
    function assetOf(address token) external view returns (uint256) {
        return _assetNumber(token);
    }

    /// @inheritdoc IClearingHouse
    function marketAt(uint256 market) external view returns (Market memory) {
        return _markets[market];
    }

    /// @inheritdoc IClearingHouse
    function nextSequence() external view returns (uint256) {
        return uint256(_state.sequence) + 1;
    }

    /// @inheritdoc IClearingHouse
    function depositCount() external view returns (uint256) {
        return _depositCount;
    }

    /// @inheritdoc IClearingHouse
    function isOperator(address operator) external view returns (bool) {
        return _operators[operator];
    }

    /// @inheritdoc IClearingHouse
    function guardian() external view returns (address) {
        return _guardian;
    }

    /// @inheritdoc IClearingHouse
    function feeAccount() external view returns (address) {
        return _state.feeAccount;
    }

    /// @inheritdoc IClearingHouse
    function exitDelay() external view returns (uint256) {
        return _state.exitDelay;
    }

    /// @inheritdoc IClearingHouse
    function paused() external view returns (bool) {
        return _state.paused;
    }

    /// @inheritdoc IClearingHouse
    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }
}
